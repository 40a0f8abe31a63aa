/**
 * A column of addresses and a list of providers, made ready for the machine.
 */
import type { SourceTable } from '../arrow/read-table.js'
import { addressColumn } from './keys.js'
import type { LocateSettings, MachineSettings } from './options.js'
import { placeRecord } from './place.js'
import { defaultProvider } from './providers/default-provider.js'
import { documentName, weightsOf, type Answer, type Asked, type Source } from './source.js'
import type { Provider } from './types.js'

export function addressQuestions(source: SourceTable, settings: LocateSettings): Asked<string> {
  const { codes, keys, addresses } = addressColumn(source, settings.ip, settings)
  return { codes, questions: { keys, ask: (i) => addresses[i], weights: weightsOf(codes, keys.length) } }
}

/**
 * The providers to ask, opened: the caller's, or the installed database.
 *
 * @throws BodkinError `PEER` when none is given and none is installed, and what opening a database throws
 */
export async function openProviders({ provider }: LocateSettings): Promise<readonly Provider[]> {
  const providers = provider ?? [await defaultProvider()]
  for (const { open } of providers) await open?.()
  return providers
}

/** A provider as the machine sees it; the caller's rate and quota come before its own. */
export function sourceOf(provider: Provider, settings: MachineSettings): Source<string> {
  const { name, lookupMany } = provider
  return {
    name,
    local: provider.local ?? false,
    lookup: provider.lookup,
    lookupMany,
    batchSize: lookupMany === undefined ? 1 : (provider.batchSize ?? 1),
    rate: settings.rate ?? provider.rate,
    quota: settings.quota ?? provider.quota ?? {},
    account: documentName(provider.account ?? name),
    read: (answer) => placeRecord(answer, name) as unknown as Answer,
  }
}
