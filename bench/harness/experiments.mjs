/** Where the experiments and their results lie: `arrow`, or `forecast/posterior` in a folder of experiments. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const bench = new URL('../', import.meta.url)
/** Folders that hold no experiment but thousands of files. */
const passedOver = new Set(['node_modules', 'harness', '.venv', '.bench-cache'])

/** Names of all experiments, in order: the paths of their folders below bench/. */
export function findExperiments() {
  return below('').flatMap((name) =>
    isExperiment(name)
      ? [name]
      : below(`${name}/`)
          .map((part) => `${name}/${part}`)
          .filter(isExperiment),
  )
}

/** The folders of experiments among names: `['arrow', 'forecast/gate', 'forecast/many']` → `['forecast']` */
export function foldersOf(names) {
  return [...new Set(names.filter((name) => name.includes('/')).map((name) => name.split('/')[0]))]
}

/** `{ name, result }` of every experiment that has a results.json. */
export function readResults() {
  return findExperiments()
    .map((name) => ({ name, file: new URL(`${name}/results.json`, bench) }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({ name, result: JSON.parse(readFileSync(file, 'utf8')) }))
}

function below(folder) {
  return readdirSync(new URL(folder, bench), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !passedOver.has(entry.name))
    .map((entry) => entry.name)
    .toSorted()
}

function isExperiment(name) {
  return existsSync(new URL(`${name}/experiment.mjs`, bench))
}
