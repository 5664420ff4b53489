import { create } from 'qrcode'

/** A code of black and white modules, row by row, without its quiet zone. */
export interface QrMatrix {
  readonly version: number
  /** Modules a side. */
  readonly size: number
  /** 1 where a module is black. */
  readonly modules: Uint8Array
}

/** White modules a reader needs around a code (ISO/IEC 18004). */
export const quietZone = 4

/**
 * The code of a ticket's text, in alphanumeric mode at level M.
 * @throws when the text holds a character that the mode has not: it is no ticket.
 */
export function qrMatrix(text: string): QrMatrix {
  const { version, modules } = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' })
  return { version, size: modules.size, modules: Uint8Array.from(modules.data) }
}

/** SVG path of the black modules, one unit a module: each run of a row is one box. */
export function qrPath({ size, modules }: QrMatrix): string {
  const boxes: string[] = []
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules[y * size + x]) continue
      const start = x
      while (x + 1 < size && modules[y * size + x + 1]) x += 1
      boxes.push(`M${start} ${y}h${x + 1 - start}v1H${start}z`)
    }
  }
  return boxes.join('')
}

export interface QrFit {
  /** CSS pixels of the code with its quiet zone. */
  readonly room: number
  readonly devicePixelRatio: number
  /** Modules a side, without the quiet zone. */
  readonly size: number
}

/** Fewest CSS pixels a module may have on screen. */
export const leastModule = 5

/**
 * CSS pixels of one module: as many whole device pixels as fit the room, and never fewer than make 5 CSS pixels,
 * for a code that is cut by its room scrolls and one that is too small cannot be read.
 */
export function modulePixels({ room, devicePixelRatio, size }: QrFit): number {
  const fitting = Math.floor((room * devicePixelRatio) / (size + 2 * quietZone))
  return Math.max(fitting, Math.ceil(leastModule * devicePixelRatio)) / devicePixelRatio
}
