/** Compile a figure with vega-lite and give back what it complained about. */
import { compile, type TopLevelSpec } from 'vega-lite'
import type { Figure } from '../../../src/figure/index.js'

export function complaints(figure: Figure): string[] {
  const said: string[] = []
  const logger = {
    level: () => logger,
    error: (...words: readonly unknown[]) => {
      said.push(words.join(' '))
      return logger
    },
    warn: (...words: readonly unknown[]) => {
      said.push(words.join(' '))
      return logger
    },
    info: () => logger,
    debug: () => logger,
  }
  compile(figure as unknown as TopLevelSpec, { logger: logger as NonNullable<Parameters<typeof compile>[1]>['logger'] })
  return said
}

/** Days from a date on. */
export function days(start: string, count: number): Date[] {
  const first = Date.parse(`${start}T00:00:00Z`)
  return Array.from({ length: count }, (_, i) => new Date(first + i * 86_400_000))
}
