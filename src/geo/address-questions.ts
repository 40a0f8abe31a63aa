/**
 * A column of addresses and a list of providers, made ready for the machine.
 */
import type { SourceTable } from '../arrow/read-table.js'
import { addressColumn } from './keys.js'
import type { LocateSettings, MachineSettings } from './options.js'
import { PLACE_COLUMNS, placeRecord, saysNothing } from './place.js'
import { defaultProvider } from './providers/default-provider.js'
import { documentName, weightsOf, type Answer, type Asked, type Source } from './source.js'
import type { CacheRow, Provider } from './types.js'

/**
 * What is to be asked. A remembered place counts whoever said it; "not found" counts only from the service that now has the last word: another one may
 * know the place.
 */
export function addressQuestions(source: SourceTable, settings: LocateSettings): Asked<string> {
  const { codes, keys, addresses } = addressColumn(source, settings.ip, settings)
  const last = settings.provider?.findLast(({ local }) => local !== true)
  const fits = ({ record, source: origin }: CacheRow): boolean =>
    record === null ? origin === last?.name : PLACE_COLUMNS.some((name) => Object.hasOwn(record, name))
  return { codes, questions: { keys, ask: (i) => addresses[i], weights: weightsOf(codes, keys.length), fits } }
}

/**
 * The providers to ask, opened: the caller's, or the installed database.
 *
 * @throws BodkinError `PEER` when none is given and none is installed, and what opening a database throws
 */
export async function openProviders({ provider }: LocateSettings): Promise<readonly Provider[]> {
  const providers = provider ?? [await defaultProvider()]
  for (const provider of providers) await provider.open?.()
  return providers
}

/** A provider as the machine sees it; the caller's rate and quota come before its own. */
export function sourceOf(provider: Provider, settings: MachineSettings): Source<string> {
  const { name } = provider
  return {
    name,
    local: provider.local ?? false,
    // called as methods: a provider may be an instance of a class
    lookup: (ip, context) => provider.lookup(ip, context),
    lookupMany:
      provider.lookupMany === undefined
        ? undefined
        : async (ips, context) => (await provider.lookupMany?.(ips, context)) ?? [],
    batchSize: provider.lookupMany === undefined ? 1 : (provider.batchSize ?? 1),
    rate: settings.rate ?? provider.rate,
    quota: settings.quota ?? provider.quota ?? {},
    account: documentName(provider.account ?? name),
    read(answer) {
      const place = placeRecord(answer, name)
      return saysNothing(place) ? null : (place as unknown as Answer)
    },
  }
}
