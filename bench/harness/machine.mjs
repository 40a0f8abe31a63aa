/** The header of a result: what the figures were measured on. Kinds and versions only, nothing that names a host or a person. */
import { cpus, loadavg, totalmem } from 'node:os'

/** @param python version of the interpreter of the Python rivals, or undefined when there is none */
export function describeMachine(python) {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    python: python ?? null,
    loadAtStart: currentLoad(),
  }
}

/** Processes that want a core, mean of the last minute; above the number of cores, times are those of a crowded machine. */
export function currentLoad() {
  return Number(loadavg()[0].toFixed(2))
}
