/** The README's example runs as it stands, and prints what the README says it prints. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')

function block(language: string, after = 0): string {
  const start = readme.indexOf(`\`\`\`${language}\n`, after)
  assert.notEqual(start, -1, `README.md has a ${language} block`)
  return readme.slice(start + language.length + 4, readme.indexOf('```', start + 4))
}

test('the example in the README prints what stands below it', () => {
  const example = block('js')
  // inside the package its own name resolves to the built files
  mkdirSync(join(root, 'build'), { recursive: true })
  const file = join(root, 'build', 'readme-example.mjs')
  writeFileSync(file, example)
  const printed = execFileSync(process.execPath, [file], { encoding: 'utf8', cwd: root })
  assert.equal(printed, block('text', readme.indexOf(example)))
})

test('the two commands of the first screen are scripts of the package', () => {
  const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
    .scripts
  const first = readme.slice(0, 2500)
  assert.ok(first.includes('npm ci && npm start') && first.includes('npm ci && npm test'))
  assert.ok(scripts['start'] && scripts['test'])
})
