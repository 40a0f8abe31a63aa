/** Progress of the job: one line a step on stderr, so that stdout stays a clean summary. */

/** Say what is being done now. */
export type Progress = (step: string) => void

/** Progress lines with the seconds since the start. */
export function stderrProgress(): Progress {
  const start = performance.now()
  return (step) => process.stderr.write(`[${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s] ${step}\n`)
}
