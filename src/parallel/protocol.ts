/** What crosses between the pool and its workers. */
import { BodkinError, type ErrorCode } from '../errors.js'

/** Pool → worker: do this. */
export interface Request {
  readonly task: string
  readonly input: unknown
}

/** An error as plain data: a structured clone of an `Error` would lose `code` and `details`. */
export interface PlainError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Set for a `BodkinError` only. */
  readonly bodkin: { readonly code: ErrorCode; readonly details: Record<string, unknown> } | undefined
}

/** Worker → pool: the answer to the one request it has. */
export type Response = { readonly output: unknown } | { readonly error: PlainError }

/** Error → plain data, on the worker. */
export function toPlainError(thrown: unknown): PlainError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), stack: undefined, bodkin: undefined }
  const { name, message, stack } = thrown
  const bodkin = thrown instanceof BodkinError ? { code: thrown.code, details: thrown.details } : undefined
  return { name, message, stack, bodkin }
}

/** Plain data → error, on the caller's thread: a `BodkinError` again where it was one, with the worker's stack. */
export function fromPlainError({ name, message, stack, bodkin }: PlainError): Error {
  const error = bodkin === undefined ? new Error(message) : new BodkinError(bodkin.code, message, bodkin.details)
  error.name = name
  if (stack !== undefined) error.stack = stack
  return error
}

/** The error of a task whose pool was closed before it was done. */
export function closedError(task: string): BodkinError {
  return new BodkinError('ABORTED', `the pool was closed before task ${JSON.stringify(task)} was done`, { task })
}

/** The error of a task whose worker ended without an answer: out of memory, `process.exit`, an error outside of the task's promise. */
export function diedError(task: string, exitCode: number, fault: unknown): BodkinError {
  const why = fault instanceof Error ? fault.message : `exit code ${exitCode}`
  return new BodkinError('LIMIT', `the worker of task ${JSON.stringify(task)} died: ${why}`, { task, exitCode }, fault)
}
