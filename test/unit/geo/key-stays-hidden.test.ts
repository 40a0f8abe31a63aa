/** A key goes to its service and nowhere else: not into the cache, the table, the summary, messages or what is printed. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { tableToIPC } from 'apache-arrow'
import { locate } from '../../../src/geo/locate.js'
import { plan } from '../../../src/geo/plan.js'
import { ip2location } from '../../../src/geo/providers/ip2location.js'
import { ipapiCo } from '../../../src/geo/providers/ipapi-co.js'
import { ipinfo } from '../../../src/geo/providers/ipinfo.js'
import { maxmind } from '../../../src/geo/providers/maxmind.js'
import type { Provider } from '../../../src/geo/types.js'
import { quick } from '../../support/lookup-server.js'
import { providerServer, type Answer } from '../../support/provider-server.js'

const KEY = 'S3CRET-k3y-0123456789'
const FORMS = [
  KEY,
  Buffer.from(`42:${KEY}`).toString('base64'),
  Buffer.from(KEY).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(KEY),
]

/** Everything that a process could print of a value. */
const shown = (value: unknown): string =>
  inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null })

test('the key is in no file, message, table, metadata or line of output, whatever the service answers', async (t) => {
  const server = await providerServer()
  t.after(server.close)
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    const real = stream.write.bind(stream)
    t.mock.method(stream, 'write', ((chunk: string | Uint8Array, ...rest: never[]) => {
      written.push(String(chunk))
      return real(chunk, ...rest)
    }) as typeof stream.write)
  }
  const providers: Provider[] = [
    ip2location({ key: KEY, baseUrl: server.url }),
    ipinfo({ token: KEY, baseUrl: server.url }),
    ipapiCo({ key: KEY, baseUrl: server.url }),
    maxmind({ account: 42, key: KEY, baseUrl: server.url }),
  ]
  // services that echo what they were sent, in every place where one may
  const answers: Answer[] = [
    {
      body: {
        ip: '8.8.8.8',
        country_code: 'FR',
        country_name: 'France',
        traits: { ip_address: '8.8.8.8' },
        country: { iso_code: 'FR' },
        key: KEY,
        debug: KEY,
      },
    },
    { status: 401, body: { error: true, reason: `Invalid Key ${KEY}`, code: KEY, message: KEY } },
    { status: 500, body: `<html>${KEY}</html>`, headers: { 'x-echo': KEY } },
    { status: 302, headers: { location: `http://127.0.0.1:1/?key=${KEY}` }, body: KEY },
    { body: `not JSON ${KEY}` },
    { body: `{"${KEY}":1,"${KEY}":2}` },
    { body: [KEY] },
    { body: { error: { error_code: KEY, error_message: KEY } } },
  ]
  for (const provider of providers) {
    for (const answer of answers) {
      const cache = mkdtempSync(join(tmpdir(), 'geo-key-'))
      t.after(() => rmSync(cache, { recursive: true, force: true }))
      server.answer(answer)
      const options = {
        ip: 'ip',
        provider,
        cache,
        retries: 1,
        quota: { perDay: 9 },
        rate: { perSecond: 1000 },
        ...quick,
      } as const
      const reports: unknown[] = []
      const located = await locate(
        { ip: ['8.8.8.8', '8.8.8.8:80'] },
        { ...options, onProgress: (progress) => void reports.push(progress) },
      )
      const planned = await plan({ ip: ['8.8.8.8'] }, options)
      const files = readdirSync(cache, { recursive: true, encoding: 'utf8' }).map((name) => {
        const path = join(cache, name)
        return `${name}\n${statSync(path).isFile() ? readFileSync(path, 'latin1') : ''}`
      })
      const { table, summary, verdict } = located
      const everything = [
        shown([summary, verdict, planned, reports, table.schema.metadata, provider]),
        Buffer.from(tableToIPC(table)).toString('latin1'),
        ...files,
        ...written,
      ].join('\n')
      for (const form of FORMS) assert.ok(!everything.includes(form), `${provider.name} ${JSON.stringify(answer)}`)
    }
  }
  assert.ok(
    server.requests.some(({ headers, url }) => `${headers.authorization} ${url}`.includes(KEY)),
    'the service itself gets it',
  )
})
