/**
 * The optional peer `date-holidays`, loaded when a country is asked for.
 *
 * `fit` answers at once, so the package cannot be awaited: it is required from where the caller's program lies, or from where this package lies
 * when that is known. Both of its builds, ES module and CommonJS, do it alike.
 */
// another name than createRequire: bundles of users put their own of that name in front
import { createRequire as requireFrom } from 'node:module'
import { join } from 'node:path'
import { BodkinError } from '../../errors.js'

/** What is used of the package's class. */
export interface HolidayCalendar {
  getHolidays(year: number): readonly {
    /** `2024-12-25 00:00:00`, in the place's own time. */
    readonly date: string
    readonly start: Date
    readonly end: Date
    readonly name: string
  }[]
  getCountries(): Readonly<Record<string, string>>
  getStates(country: string): Readonly<Record<string, string>> | undefined
  getRegions(country: string, state: string): Readonly<Record<string, string>> | undefined
}

/** The class itself. */
export type CalendarClass = new (
  country?: { readonly country: string; readonly state?: string; readonly region?: string },
  options?: { readonly languages: string; readonly types: readonly ['public'] },
) => HolidayCalendar

/**
 * Load the package.
 *
 * @throws BodkinError `PEER` when it is not installed
 */
export function loadDateHolidays(): CalendarClass {
  const program = process.argv[1]
  const bases = [join(process.cwd(), 'index.js'), ...(program === undefined ? [] : [program]), ...ownPlace()]
  let missing: unknown
  for (const base of bases) {
    try {
      return requireFrom(base)('date-holidays') as CalendarClass
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error
      missing = error
    }
  }
  throw new BodkinError(
    'PEER',
    'option "country" needs the package date-holidays: npm install date-holidays',
    { option: 'country', packages: ['date-holidays'] },
    missing,
  )
}

/** Where this package lies; an ES module cannot say. */
function ownPlace(): string[] {
  return typeof __filename === 'string' ? [__filename] : []
}
