/**
 * A small shop for tests: thirteen months of orders with a weekly season, closed and empty days, cancelled orders, and as wanted two windows in
 * which it leaves its usual course. The same seed gives the same shop, with and without the windows.
 */
import { randomStream } from '../../src/numeric/random.js'

const DAY = 86_400_000

/** A window: each of its days has `factor(i)` times the usual orders. */
export interface ShopWindow {
  /** First day, ISO. */
  readonly start: string
  /** Days after the first one. */
  readonly more: number
  /** Factor of day i, 0 for the first. */
  readonly factor: (i: number) => number
}

/** Clearance around new year: crowds and empty days by turns. It begins before the shop's first row. */
export const clearance: ShopWindow = { start: '2023-12-30', more: 20, factor: (i) => (i % 2 === 0 ? 3.5 : 0) }

/** A sale before Christmas. */
export function sale(more: number): ShopWindow {
  return { start: '2024-11-20', more, factor: () => 2.6 }
}

/** Orders, one entry each. */
export interface Orders {
  readonly time: Date[]
  readonly amount: number[]
  readonly cancelled: boolean[]
}

/** Expected orders by weekday, Sunday first. */
const WEEKDAYS = [0, 7, 6, 6, 7, 9, 11]

/** Orders from 2024-01-01 to 2025-01-31. */
export function shopOrders(windows: readonly ShopWindow[], seed = 7): Orders {
  const orders: Orders = { time: [], amount: [], cancelled: [] }
  const first = Date.parse('2024-01-01')
  for (let day = 0; day < 397; day++) {
    const start = first + day * DAY
    // a stream a day, so that a window changes its own days only
    const random = randomStream(seed, `shop, day ${day}`)
    const factor = windows.reduce((product, window) => {
      const i = Math.round((start - Date.parse(window.start)) / DAY)
      return i >= 0 && i <= window.more ? product * window.factor(i) : product
    }, 1)
    const closed = random.uniform() < 0.02
    const count = closed ? 0 : random.poisson(factor * (1 + 0.0005 * day) * WEEKDAYS[new Date(start).getUTCDay()])
    for (let order = 0; order < count; order++) {
      orders.time.push(new Date(start + Math.floor((8 + 12 * random.uniform()) * 3_600_000)))
      orders.amount.push(Math.round(100 * Math.exp(3 + 0.5 * random.normal())) / 100)
      orders.cancelled.push(random.uniform() < 0.05)
    }
  }
  return orders
}

/** Revenue of every day from the first order's to the last one's, in cents exact; days without orders have 0. */
export function shopRevenue({ time, amount, cancelled }: Orders): { ds: Date[]; y: number[] } {
  const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY)
  const first = dayOf(time[0])
  const cents = new Array<number>(dayOf(time[time.length - 1]) - first + 1).fill(0)
  time.forEach((at, i) => {
    if (!cancelled[i]) cents[dayOf(at) - first] += Math.round(100 * amount[i])
  })
  return { ds: cents.map((_, i) => new Date((first + i) * DAY)), y: cents.map((sum) => sum / 100) }
}
