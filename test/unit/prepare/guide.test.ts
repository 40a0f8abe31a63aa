/** The first example of docs/prepare.md runs as it stands, and prints what the page says it prints. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/prepare.md'), 'utf8')

function block(language: string): string {
  const start = guide.indexOf(`\`\`\`${language}\n`)
  assert.notEqual(start, -1, `docs/prepare.md has a ${language} block`)
  return guide.slice(start + language.length + 4, guide.indexOf('```', start + 4))
}

test('the first example of the guide prints what stands below it', () => {
  mkdirSync(join(root, 'build'), { recursive: true })
  const file = join(root, 'build', 'prepare-example.ts')
  writeFileSync(file, block('js').replace("'bodkin'", "'../src/index.js'"))
  const printed = execFileSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8', cwd: root })
  assert.equal(printed, block('text'))
})
