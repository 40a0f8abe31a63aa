/** The examples of docs/prepare.md that show what they print run as they stand, and print it. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/prepare.md'), 'utf8')
const examples = [...guide.matchAll(/^```js\n([^`]*)^```\n\n^```text\n([^`]*)^```$/gm)]

test('the guide shows what all three preparations print', () => assert.equal(examples.length, 3))

for (const [i, [, program, printed]] of examples.entries()) {
  test(`example ${i + 1} of the guide prints what stands below it`, () => {
    mkdirSync(join(root, 'build'), { recursive: true })
    const file = join(root, 'build', `prepare-example-${i + 1}.ts`)
    writeFileSync(file, program.replace("'bodkin'", "'../src/index.js'"))
    const output = execFileSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8', cwd: root })
    assert.equal(output, printed)
  })
}
