import { Html5Qrcode, Html5QrcodeSupportedFormats } from 'html5-qrcode'
import { installDetector } from './detector.ts'

export type CameraFailure = 'denied' | 'missing' | 'busy'

/** There is no camera to be had, and why. */
export class NoCamera extends Error {
  readonly failure: CameraFailure
  constructor(failure: CameraFailure) {
    super(failure)
    this.failure = failure
  }
}

export interface Camera {
  /** Null where the camera has no torch (iOS). */
  readonly torch: ((on: boolean) => Promise<void>) | null
  stop(): Promise<void>
}

export interface CameraEvents {
  readonly onText: (text: string) => void
  /** The system took the camera away: another app, a call, a long pause. */
  readonly onEnded: () => void
}

/** Looks so many times a second; a frame that is still being read delays the next. */
const looksPerSecond = 10
const ideal = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } as const

/** One camera at a time: the next starts when the one before has let go, or they would clear each other's picture. */
let before: Promise<unknown> = Promise.resolve()

/** Starts the camera when the one before has stopped; see `start`. */
export function startCamera(elementId: string, events: CameraEvents): Promise<Camera> {
  const starting = before.then(() => start(elementId, events))
  before = starting.catch(() => undefined)
  return starting
}

/**
 * Draws the camera into the element of that id and reads QR codes from it until stopped.
 * @throws NoCamera
 */
async function start(elementId: string, { onText, onEnded }: CameraEvents): Promise<Camera> {
  const video = (): HTMLVideoElement | null => document.querySelector(`#${elementId} video`)
  const uninstall = await installDetector(video)
  const scanner = new Html5Qrcode(elementId, {
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    useBarCodeDetectorIfSupported: true,
    verbose: false,
  })
  dropFallback(scanner)
  try {
    const settings = { fps: looksPerSecond, disableFlip: true, videoConstraints: ideal }
    await scanner.start({ facingMode: 'environment' }, settings, onText, () => undefined)
  } catch (error) {
    uninstall()
    throw new NoCamera(failureOf(error))
  }
  const stream = video()?.srcObject
  const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined
  track?.addEventListener('ended', onEnded)
  return {
    torch: track && 'torch' in (track.getCapabilities?.() ?? {}) ? (on) => light(track, on) : null,
    stop() {
      const stopping = before.then(async () => {
        track?.removeEventListener('ended', onEnded)
        uninstall()
        if (scanner.isScanning) await scanner.stop()
        scanner.clear()
      })
      before = stopping.catch(() => undefined)
      return stopping
    },
  }
}

/** html5-qrcode gives every second frame to its own slow decoder, on the main thread: that one is not wanted. */
function dropFallback(scanner: Html5Qrcode): void {
  const shim: unknown = Reflect.get(scanner, 'qrcode')
  if (typeof shim === 'object' && shim !== null) Reflect.set(shim, 'secondaryDecoder', undefined)
}

/** `torch` is not among the constraints TypeScript knows. */
const light = (track: MediaStreamTrack, on: boolean): Promise<void> => {
  const torch: MediaTrackConstraintSet & { torch: boolean } = { torch: on }
  return track.applyConstraints({ advanced: [torch] })
}

/** html5-qrcode throws texts that hold the name of the platform's error. */
function failureOf(error: unknown): CameraFailure {
  const text = String(error)
  if (/NotAllowed|Permission|Security/.test(text)) return 'denied'
  if (/NotReadable|TrackStart|Abort/.test(text)) return 'busy'
  return 'missing'
}
