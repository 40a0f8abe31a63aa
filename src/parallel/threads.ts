/**
 * Tasks on worker threads: a queue, and up to `limit` workers that each run one task at a time.
 *
 * A worker is started when a task waits and none is idle, holds the process only while it works, is ended when its task is stopped, and is
 * replaced when it dies. Its program is a string, so that it needs no file beside it: it starts alike from ES modules, CommonJS, a
 * TypeScript loader and a bundle.
 */
import { Worker } from 'node:worker_threads'
import { abortWatch } from './abort-watch.js'
import { closedError, diedError, fromPlainError, type Request, type Response } from './protocol.js'
import { abortedError } from './run-options.js'
import type { Runner, TaskOptions } from './runner.js'
import type { Task } from './task.js'

/** A task on its way: what the worker gets, and how its promise is settled. */
interface Job {
  readonly request: Request
  readonly transfer: readonly ArrayBuffer[]
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A worker, its job if it has one, and what it last complained about. */
interface Slot {
  readonly worker: Worker
  job: Job | undefined
  fault: unknown
}

/** A runner on up to `limit` workers. `program`: what they run; default the package's own tasks, which are loaded when the first job comes. */
export function onThreads(limit: number, program?: string): Runner {
  let code = program
  const slots = new Set<Slot>()
  const waiting: Job[] = []
  const watch = abortWatch()
  let closed = false

  function start(source: string): Slot {
    // No flags of this process: loaders and test runners have no business in a worker.
    const worker = new Worker(source, { eval: true, execArgv: [], name: 'bodkin' })
    const slot: Slot = { worker, job: undefined, fault: undefined }
    slots.add(slot)
    worker.on('message', (response: Response) => {
      const job = release(slot)
      if ('error' in response) job?.reject(fromPlainError(response.error))
      else job?.resolve(response.output)
    })
    worker.on('messageerror', (error) => release(slot)?.reject(error))
    worker.on('error', (fault) => (slot.fault = fault))
    worker.on('exit', (exitCode) => {
      slots.delete(slot)
      const job = release(slot)
      job?.reject(diedError(job.request.task, exitCode, slot.fault))
    })
    return slot
  }

  /** Take the slot's job off it and give it the next one. Returns the job. */
  function release(slot: Slot): Job | undefined {
    const { job } = slot
    slot.job = undefined
    slot.worker.unref()
    dispatch()
    return job
  }

  function dispatch(): void {
    if (code === undefined) return
    while (waiting.length > 0) {
      const slot = [...slots].find(({ job }) => job === undefined) ?? (slots.size < limit ? start(code) : undefined)
      if (slot === undefined) return
      assign(slot, waiting.shift() as Job)
    }
  }

  function assign(slot: Slot, job: Job): void {
    slot.job = job
    slot.worker.ref()
    try {
      slot.worker.postMessage(job.request, job.transfer)
    } catch (error) {
      release(slot)
      job.reject(error)
    }
  }

  /** End a job wherever it is; when its promise rejects, its worker is gone. */
  async function stop(job: Job, error: Error): Promise<void> {
    const place = waiting.indexOf(job)
    if (place >= 0) waiting.splice(place, 1)
    const slot = [...slots].find((candidate) => candidate.job === job)
    if (slot !== undefined) {
      slot.job = undefined
      slots.delete(slot)
      await slot.worker.terminate()
    }
    job.reject(error)
    dispatch()
  }

  return {
    async run<Input, Output>(task: Task<Input, Output>, input: Input, options: TaskOptions = {}) {
      const { signal, transfer = [] } = options
      code ??= (await import('./generated/worker-code.js')).workerCode
      if (closed) throw closedError(task.name)
      if (signal?.aborted) throw abortedError(signal)
      let unwatch: (() => void) | undefined
      try {
        return await new Promise<Output>((resolve, reject) => {
          const request = { task: task.name, input }
          const job: Job = { request, transfer, resolve: resolve as (output: unknown) => void, reject }
          if (signal !== undefined) unwatch = watch(signal, () => void stop(job, abortedError(signal)))
          waiting.push(job)
          dispatch()
        })
      } finally {
        unwatch?.()
      }
    },

    async close() {
      closed = true
      const jobs = [...waiting, ...[...slots].flatMap(({ job }) => job ?? [])]
      await Promise.all(jobs.map((job) => stop(job, closedError(job.request.task))))
      await Promise.all([...slots].map(({ worker }) => worker.terminate()))
    },
  }
}
