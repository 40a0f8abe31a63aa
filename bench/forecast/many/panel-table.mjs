/** The panel of the recipe as one Arrow table `series, ds, y`, rows by series; keys as a dictionary. */
import { Dictionary, Int32, makeVector, Table, TimestampMillisecond, Utf8, vectorFromArray } from 'apache-arrow'
import { fillSeries, firstDay, keyOf, rowsEach } from './recipe.mjs'

const day = 86_400_000

export function panelTable(count, ownDates) {
  const rows = count * rowsEach
  const codes = new Int32Array(rows)
  const ds = new BigInt64Array(rows)
  const y = new Float64Array(rows)
  for (let series = 0; series < count; series++) {
    const at = series * rowsEach
    const first = firstDay(series, ownDates)
    codes.fill(series, at, at + rowsEach)
    for (let t = 0; t < rowsEach; t++) ds[at + t] = BigInt(first + t * day)
    fillSeries(series, y, at)
  }
  const labels = Array.from({ length: count }, (_, series) => keyOf(series))
  const dictionary = vectorFromArray(labels, new Utf8())
  return new Table({
    series: makeVector({ type: new Dictionary(new Utf8(), new Int32()), data: codes, dictionary }),
    ds: makeVector({ type: new TimestampMillisecond(), data: ds }),
    y: makeVector(y),
  })
}
