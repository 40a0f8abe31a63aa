/** bodkin on Online Retail: order lines → baskets' profile → what is no purchase left out → `mine`. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Table, TimestampMillisecond, Vector, vectorFromArray } from 'apache-arrow'
import { categories } from '../common/baskets.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'

const { association } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `file`, `rows`, `workers`, `permutations`, `minSupport`, `at`: where the later period begins */
export function prepare(task, { file, rows, workers, permutations, minSupport, at }) {
  if (task !== 'mine') throw new Error(`no task ${task}`)
  const lines = readLines(file).slice(0, rows)
  const all = tableOf(lines)
  const run = async () => {
    const { profile } = association.transactions(all, { transaction: 'invoice', item: 'code' })
    const left = leftOut(lines, profile)
    const mined = await association.mine(tableOf(left.kept), {
      transaction: 'invoice',
      item: 'code',
      minSupport,
      maxLength: 3,
      permutations,
      workers,
      split: { time: 'time', at },
    })
    return { profile, left, mined }
  }
  return { run, answer }
}

function answer({ profile, left, mined: { rules, refused, verdict, profile: kept } }) {
  const reasons = {}
  for (const codes of refused.getChild('reasons')) for (const code of codes) reasons[code] = (reasons[code] ?? 0) + 1
  return {
    cancelledInvoices: profile.cancelled.baskets,
    nonProducts: profile.nonProducts.length,
    kept: left.kept.length,
    left: { cancelled: left.cancelled, nonProduct: left.nonProduct, returned: left.returned },
    neutralLift: kept.neutralLift,
    published: rules.numRows,
    refused: refused.numRows,
    reasons,
    publish: verdict.publish,
    summary: verdict.summary,
  }
}

/** Rows `{ invoice, code, quantity, time }`; descriptions with commas are quoted. */
function readLines(file) {
  const [, ...rows] = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/)
  return rows.map((row) => {
    const [invoice, code, , quantity, time] = row.includes('"') ? quotedCells(row) : row.split(',')
    return { invoice, code, quantity: Number(quantity), time: Date.parse(`${time}Z`) }
  })
}

function quotedCells(row) {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain)
}

/** What the profile warns of: invoices that were cancelled, codes that are no products; and lines that sell nothing. */
function leftOut(lines, { nonProducts }) {
  const odd = new Set(nonProducts.map(({ label }) => label))
  const counts = { cancelled: 0, nonProduct: 0, returned: 0 }
  const kept = lines.filter(({ invoice, code, quantity }) => {
    const why = /^c/i.test(invoice) ? 'cancelled' : odd.has(code) ? 'nonProduct' : quantity > 0 ? null : 'returned'
    if (why !== null) counts[why]++
    return why === null
  })
  return { kept, ...counts }
}

function tableOf(lines) {
  return new Table({
    invoice: dictionary(lines.map(({ invoice }) => invoice)),
    code: dictionary(lines.map(({ code }) => code)),
    time: vectorFromArray(
      lines.map(({ time }) => time),
      new TimestampMillisecond(),
    ),
  })
}

function dictionary(values) {
  const codes = new Map()
  const own = Int32Array.from(values, (value) => {
    if (!codes.has(value)) codes.set(value, codes.size)
    return codes.get(value)
  })
  return new Vector([categories(own, [...codes.keys()])])
}
