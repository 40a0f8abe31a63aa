/** The examples of the guide run as they stand, each page as one program, and print what stands below them. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Block {
  readonly language: string
  readonly text: string
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8')
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, block]) => ({ language, text: block }))
}

/** A page as a program that prints a line of its own behind each example, so that outputs can be told apart. */
function programOf(blocks: readonly Block[]): string {
  return blocks
    .filter(({ language }) => language === 'js')
    .map(({ text }) => `${text}\nconsole.log('${boundary}')\n`)
    .join('')
}

const boundary = '--- end of example ---'

for (const page of ['forecast.md', 'verdict.md', 'association.md', 'regression.md', 'geo.md']) {
  test(`the examples of docs/${page} run, and print what stands below them`, () => {
    const blocks = blocksOf(page)
    // inside the package its own name resolves to the built files
    mkdirSync(join(root, 'build'), { recursive: true })
    const file = join(root, 'build', `docs-${page}.mjs`)
    writeFileSync(file, programOf(blocks))
    const printed = execFileSync(process.execPath, [file], { encoding: 'utf8', cwd: root }).split(`${boundary}\n`)
    let example = -1
    let compared = 0
    for (const { language, text } of blocks) {
      if (language === 'js') example++
      if (language !== 'text') continue
      assert.equal(printed[example], text, `example ${example + 1}`)
      compared++
    }
    assert.ok(example >= 0 && compared > 0)
  })
}

for (const page of [
  'forecast.md',
  'verdict.md',
  'association.md',
  'regression.md',
  'causes.md',
  'geo.md',
  'geo-providers.md',
  'wrong-zero.md',
  'prepare.md',
]) {
  test(`docs/${page} points only to pages, pictures and headings that exist`, () => {
    const text = readFileSync(join(root, 'docs', page), 'utf8')
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      const [path, heading] = target.split('#')
      const file = path === '' ? join(root, 'docs', page) : join(root, dirname(join('docs', page)), path)
      assert.ok(existsSync(file), `${target} exists`)
      if (heading !== undefined) assert.ok(headingsOf(readFileSync(file, 'utf8')).includes(heading), target)
    }
  })
}

test('the experiment of docs/wrong-zero.md prints what the page says', () => {
  const text = blocksOf('wrong-zero.md').find(({ language }) => language === 'text')?.text
  assert.equal(execFileSync(process.execPath, [join(root, 'examples', 'wrong-zero.mjs')], { encoding: 'utf8' }), text)
})

/** Headings as the fragments that link to them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  )
}
