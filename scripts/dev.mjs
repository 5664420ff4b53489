// `npm run dev`: the server from its sources, started anew when they change, and Vite with its own on top of it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
setup()
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const run = (args, cwd) => spawn(process.execPath, args, { cwd, stdio: 'inherit' })
const running = [run([tsx, 'watch', 'sync-server/src/main.ts', '--demo'], root), run([vite], join(root, 'pwa'))]
const stop = () => running.forEach((process) => process.kill())
for (const process of running) process.on('exit', stop)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
