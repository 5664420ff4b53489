import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { departureIdAt } from 'shared/testing/builders.ts'
import type { Tab } from '../phone/phone.ts'
import { insist, type Scene } from './scene.ts'

const path = ({ dice, world }: Scene, what: string): string =>
  `/api/operator/departures/${encodeURIComponent(departureIdAt(dice.pick(world.plan.hours)))}/${what}`

const post = async (scene: Scene, tab: Tab, what: string, body: object): Promise<void> =>
  void (await insist(scene, tab, path(scene, what), { method: 'POST', body }))

export const delay = (scene: Scene, tab: Tab): Promise<void> =>
  post(scene, tab, 'delay', { minutes: scene.dice.pick([0, 20, 60, 90]) })

/** Another vehicle, which may be too small. */
export const swap = (scene: Scene, tab: Tab): Promise<void> =>
  post(scene, tab, 'vehicle', { seatMap: scene.dice.pick(Object.keys(seatMaps)) })

/** A departure does not run: passengers may choose for a while, a day, or not at all. */
export const stopDeparture = async (scene: Scene, tab: Tab): Promise<void> => {
  const { dice, world } = scene
  if (dice.chance(0.5)) return
  const soon = { until: world.scheduler.now + dice.between(20_000, 200_000) }
  await post(scene, tab, 'cancel', dice.pick([soon, soon, {}, { until: null }]))
}

export const lookAtChoices = async (scene: Scene, tab: Tab): Promise<void> =>
  void (await insist(scene, tab, path(scene, 'choices')))
