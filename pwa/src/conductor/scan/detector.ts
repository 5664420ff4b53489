import type { Frame, Sight } from './decode.worker.ts'

/** The part of the platform's BarcodeDetector that html5-qrcode calls. */
interface Detector {
  detect(image: CanvasImageSource): Promise<{ rawValue: string; format: string; boundingBox: DOMRectReadOnly }[]>
}

declare global {
  interface Window {
    BarcodeDetector?: { new (options: { formats: string[] }): Detector; getSupportedFormats?(): Promise<string[]> }
  }
}

/** The platform's own, kept before ours takes its name. */
const native = window.BarcodeDetector

/**
 * Gives html5-qrcode a decoder: the platform's where it reads QR codes, else zxing's wasm in a worker. Both read the
 * video's own pixels, where html5-qrcode would hand over a canvas as small as the screen.
 */
export async function installDetector(video: () => HTMLVideoElement | null): Promise<() => void> {
  const platform = (await native?.getSupportedFormats?.().catch((): string[] => []))?.includes('qr_code')
  const decoder = platform && native ? nativeDecoder(new native({ formats: ['qr_code'] })) : workerDecoder()
  window.BarcodeDetector = class {
    async detect(): Promise<{ rawValue: string; format: string; boundingBox: DOMRectReadOnly }[]> {
      const source = video()
      if (source === null || source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return []
      const texts = await decoder.read(await createImageBitmap(source))
      return texts.map((rawValue) => ({ rawValue, format: 'qr_code', boundingBox: new DOMRectReadOnly(0, 0, 1, 1) }))
    }
  }
  return () => {
    decoder.stop()
    if (native) window.BarcodeDetector = native
    else delete window.BarcodeDetector
  }
}

interface Decoder {
  read(bitmap: ImageBitmap): Promise<readonly string[]>
  stop(): void
}

const nativeDecoder = (detector: Detector): Decoder => ({
  async read(bitmap) {
    const codes = await detector.detect(bitmap).catch(() => [])
    bitmap.close()
    return codes.map((code) => code.rawValue)
  },
  stop: () => undefined,
})

function workerDecoder(): Decoder {
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' })
  const asked = new Map<number, (texts: readonly string[]) => void>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Sight>) => {
    asked.get(data.id)?.(data.texts)
    asked.delete(data.id)
  })
  return {
    read(bitmap) {
      last += 1
      const frame: Frame = { id: last, bitmap }
      return new Promise((resolve) => {
        asked.set(frame.id, resolve)
        worker.postMessage(frame, [bitmap])
      })
    },
    stop() {
      worker.terminate()
      for (const answer of asked.values()) answer([])
    },
  }
}
