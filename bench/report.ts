import { cpus, totalmem } from 'node:os'

export interface Figure {
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** What we want to reach, in words. */
  readonly aim?: string
}

const machine = () =>
  `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`

/** Print figures as a table for people and as one line of JSON for programs. */
export function figures(bench: string, rows: readonly Figure[]): void {
  const text = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(4))
  const width = Math.max(...rows.map((row) => row.figure.length))
  console.log(`\n${bench} · ${machine()}`)
  for (const { figure, value, unit, aim } of rows) {
    console.log(`${figure.padEnd(width)}  ${text(value).padStart(10)} ${unit}${aim ? `   (aim ${aim})` : ''}`)
  }
  console.log(JSON.stringify({ bench, machine: machine(), figures: rows }))
}
