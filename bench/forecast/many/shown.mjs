/** The series whose forecasts are compared one by one: the first three and the last. */
export function shownSeries(count) {
  return [...new Set([0, 1, 2, count - 1])].filter((series) => series < count)
}
