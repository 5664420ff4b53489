import type { VerdictColour } from 'shared/tickets/verdicts.ts'

/** How a verdict sounds and feels, so that it is known without looking. */
interface Signal {
  readonly hertz: number
  readonly ms: number
  readonly times: number
  readonly vibration: number[]
}

const signals: Record<Exclude<VerdictColour, 'none'>, Signal> = {
  green: { hertz: 880, ms: 90, times: 1, vibration: [60] },
  amber: { hertz: 660, ms: 90, times: 2, vibration: [60, 80, 60] },
  red: { hertz: 196, ms: 450, times: 1, vibration: [400] },
}

let context: AudioContext | undefined

/** Browsers play nothing before the person touched the page: called on every touch until it works. */
export function wakeSound(): void {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
}

export function signal(colour: VerdictColour): void {
  if (colour === 'none') return
  const { hertz, ms, times, vibration } = signals[colour]
  navigator.vibrate?.(vibration)
  wakeSound()
  for (let i = 0; i < times; i += 1) tone(hertz, ms, i * (ms + 80))
}

function tone(hertz: number, ms: number, delay: number): void {
  if (context?.state !== 'running') return
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  const start = context.currentTime + delay / 1000
  const end = start + ms / 1000
  oscillator.type = hertz < 400 ? 'square' : 'sine'
  oscillator.frequency.value = hertz
  // Without a ramp the loudspeaker clicks.
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(0.5, start + 0.008)
  volume.gain.setValueAtTime(0.5, end - 0.015)
  volume.gain.linearRampToValueAtTime(0, end)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(end)
}
