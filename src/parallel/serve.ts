/** The worker's side of the pool: wait for a request, run its task, answer. One request at a time. */
import { parentPort } from 'node:worker_threads'
import { toPlainError, type Request, type Response } from './protocol.js'
import type { Task } from './task.js'

/** Any task; what goes in and out is between its caller and its `run`. */
type AnyTask = Task<never, unknown>

/** Serve `tasks` by name to the thread that started this one. Call once, in a worker's program. */
export function serve(tasks: readonly AnyTask[]): void {
  const port = parentPort
  if (port === null) throw new Error('serve belongs in a worker thread')
  const byName = new Map(tasks.map((task) => [task.name, task]))
  const post = (response: Response, transfer: ArrayBuffer[]): void => port.postMessage(response, transfer)
  port.on('message', (request: Request) => void answer(byName, request, post))
}

async function answer(
  tasks: ReadonlyMap<string, AnyTask>,
  { task: name, input }: Request,
  post: (response: Response, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    const task = tasks.get(name)
    if (task === undefined) throw new Error(`task ${JSON.stringify(name)} is not among the worker's tasks`)
    const output = await task.run(input as never)
    post({ output }, task.transfer?.(output) ?? [])
  } catch (thrown) {
    post({ error: toPlainError(thrown) }, [])
  }
}
