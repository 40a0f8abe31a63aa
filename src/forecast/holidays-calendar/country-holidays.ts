/**
 * Public holidays of a country, a state or a region, by name and date, from the optional peer `date-holidays`.
 *
 * Names are English where the package has them, as Prophet's are; a day that stands in for one at a weekend has a name of its own
 * ("Christmas Day (substitute day)"). A holiday of several days marks each of them. Asking a calendar for a year takes milliseconds, so the
 * years once asked for are remembered.
 */
import { BodkinError, didYouMean, show } from '../../errors.js'
import { DAY_MS } from '../calendar.js'
import { loadDateHolidays, type CalendarClass, type HolidayCalendar } from './date-holidays.js'

/** A holiday on a day. */
export interface HolidayDay {
  readonly name: string
  /** Days since 1970-01-01. */
  readonly day: number
}

interface Known {
  readonly calendar: HolidayCalendar
  readonly years: Map<number, readonly HolidayDay[]>
}

const known = new Map<string, Known>()

/**
 * The public holidays of some years.
 *
 * @param country a code of ISO 3166: `DE`, or with a state (`DE-BY`, `US-CA`) and a region of that (`DE-BY-A`); letters of either case
 * @throws BodkinError `PEER` when `date-holidays` is not installed, `OPTION` for a place that it does not know
 */
export function countryHolidays(country: string, years: readonly number[]): HolidayDay[] {
  const place = country.toUpperCase()
  let entry = known.get(place)
  if (entry === undefined) {
    entry = { calendar: calendarOf(loadDateHolidays(), place, country), years: new Map() }
    known.set(place, entry)
  }
  const { calendar, years: found } = entry
  return years.flatMap((year) => {
    let days = found.get(year)
    if (days === undefined) found.set(year, (days = daysOf(calendar, year)))
    return days
  })
}

function calendarOf(Calendar: CalendarClass, place: string, given: string): HolidayCalendar {
  const all = new Calendar()
  const [country, state, region, ...rest] = place.split('-')
  assertKnown('a country', given, country, '', all.getCountries())
  if (state !== undefined) assertKnown('a state', given, state, `${country}-`, all.getStates(country) ?? {})
  if (region !== undefined) {
    assertKnown('a region', given, region, `${country}-${state}-`, all.getRegions(country, state) ?? {})
  }
  if (rest.length > 0) throw unknownPlace('a country, state and region', given, [])
  return new Calendar({ country, state, region }, { languages: 'en', types: ['public'] })
}

function assertKnown(
  what: string,
  given: string,
  code: string,
  prefix: string,
  places: Readonly<Record<string, string>>,
): void {
  if (Object.hasOwn(places, code)) return
  throw unknownPlace(
    what,
    given,
    Object.keys(places).map((key) => prefix + key),
  )
}

function unknownPlace(what: string, given: string, codes: readonly string[]): BodkinError {
  const few = codes.length > 0 && codes.length <= 30 ? `: one of ${codes.join(', ')}` : didYouMean(given, codes)
  return new BodkinError(
    'OPTION',
    `option "country" must name ${what} that date-holidays knows, such as "DE" or "US-CA", got ${show(given)}${few}`,
    { option: 'country', value: given },
  )
}

/** Every day of every holiday of a year, each name once a day. */
function daysOf(calendar: HolidayCalendar, year: number): HolidayDay[] {
  const seen = new Set<string>()
  return calendar.getHolidays(year).flatMap(({ date, start, end, name }) => {
    const first = Date.parse(date.slice(0, 10)) / DAY_MS
    // a day may have 23 or 25 hours where clocks change
    const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS))
    return Array.from({ length: count }, (_, i) => ({ name, day: first + i })).filter(({ day }) => {
      const key = `${day} ${name}`
      return !seen.has(key) && seen.add(key)
    })
  })
}
