/** Geo: addresses in, places out; and the same machine for any look-up. */
export { classifyIp, type IpClass } from './ip.js'
export { locate, type Located } from './locate.js'
export { plan, type LocatePlan } from './plan.js'
export { enrich, type Enriched } from './enrich.js'
export type { EnrichOptions, LookupAnswer, LookupKeys } from './enrich-options.js'
export type { AnswerType } from './answer-columns.js'
export type { GeoGate, LocateOptions, MachineOptions } from './options.js'
export type { LookupSummary, LookupSummary as LocateSummary } from './summary.js'
export {
  LookupFault,
  type Cache,
  type CacheRow,
  type FaultFacts,
  type FaultKind,
  type IpKind,
  type LookupContext,
  type Place,
  type PlaceAnswer,
  type Provider,
  type QuotaLimits,
  type Rate,
  type Status,
  type Stop,
} from './types.js'
export { fileCache, type FileCache, type FileCacheOptions } from './cache/file-cache.js'
export { memoryCache, type MemoryCache } from './cache/memory-cache.js'
export type { KeyValueStore } from './cache/foreign-cache.js'
export { provider } from './providers/custom.js'
export { ip2location, type Ip2locationOptions } from './providers/ip2location.js'
export { ipApi, type IpApiOptions } from './providers/ip-api.js'
export { ipapiCo, type IpapiCoOptions } from './providers/ipapi-co.js'
export { ipinfo, type IpinfoOptions } from './providers/ipinfo.js'
export { maxmind, type MaxmindOptions } from './providers/maxmind.js'
export { mmdb, type DatabaseProvider, type MmdbOptions } from './providers/mmdb.js'
