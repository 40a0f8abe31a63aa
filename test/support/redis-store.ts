/** A store for `keyv` on a Redis or Valkey server of this machine, with the three commands that it needs; and such a server of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Name of the installed server program; undefined when there is none. */
export function serverProgram(): string | undefined {
  return ['valkey-server', 'redis-server'].find((name) => spawnSync(name, ['--version']).status === 0)
}

/** Start a server that listens on a socket file only; returns the file and the way to stop it. */
export async function startServer(program: string): Promise<{ path: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'geo-redis-'))
  const path = join(folder, 'socket')
  const child = spawn(program, ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder], {
    stdio: 'ignore',
  })
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 200; tries++) {
    const store = redisStore(path)
    try {
      await store.get('ready')
      store.close()
      return { path, stop }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  await stop()
  throw new Error(`${program} did not answer`)
}

export interface RedisStore {
  readonly get: (key: string) => Promise<string | undefined>
  readonly set: (key: string, value: string, ttlMs?: number) => Promise<void>
  readonly delete: (key: string) => Promise<boolean>
  readonly clear: () => Promise<void>
  readonly close: () => void
}

/** Talk to a server through its socket file. */
export function redisStore(path: string): RedisStore {
  let socket: Socket | undefined
  let waiting: { resolve: (reply: string | null) => void; reject: (error: Error) => void }[] = []
  let text = Buffer.alloc(0)

  const fail = (error: Error): void => {
    for (const { reject } of waiting) reject(error)
    waiting = []
    socket = undefined
  }
  const read = (): void => {
    for (;;) {
      const end = text.indexOf('\r\n')
      if (end < 0) return
      const kind = text.toString('latin1', 0, 1)
      const head = text.toString('utf8', 1, end)
      let next = end + 2
      let reply: string | null = head
      if (kind === '$') {
        const length = Number(head)
        if (length >= 0 && text.length < next + length + 2) return
        reply = length < 0 ? null : text.toString('utf8', next, next + length)
        next += length < 0 ? 0 : length + 2
      }
      text = text.subarray(next)
      const first = waiting.shift()
      if (kind === '-') first?.reject(new Error(head))
      else first?.resolve(reply)
    }
  }
  const send = (...words: string[]): Promise<string | null> =>
    new Promise((resolve, reject) => {
      if (socket === undefined) {
        socket = connect(path)
        socket.on('data', (data: Buffer) => {
          text = Buffer.concat([text, data])
          read()
        })
        socket.on('error', fail)
        socket.on('close', () => fail(new Error('connection closed')))
      }
      waiting.push({ resolve, reject })
      socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
    })

  return {
    get: async (key) => (await send('GET', key)) ?? undefined,
    async set(key, value, ttlMs) {
      await send('SET', key, value, ...(ttlMs === undefined ? [] : ['PX', String(Math.ceil(ttlMs))]))
    },
    delete: async (key) => (await send('DEL', key)) === '1',
    async clear() {
      await send('FLUSHDB')
    },
    close: () => void socket?.destroy(),
  }
}
