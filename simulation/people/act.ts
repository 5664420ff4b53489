import { departureIdAt } from 'shared/testing/builders.ts'
import type { Dice } from '../machine/dice.ts'
import type { Phone, Tab } from '../phone/phone.ts'
import type { Step } from '../plan.ts'
import type { World } from '../world.ts'
import { someFact } from './conductor.ts'
import { someBooking, someTrip } from './passenger.ts'
import { bookAndPay, lookAtWallet, paidBy, payForHold, topUp } from './payer.ts'
import { delay, lookAtChoices, stopDeparture, swap } from './operator.ts'
import { asker, type Ledger, type Scene } from './scene.ts'
import { answerChoice, bookCrowd, cancelPart, cancelQuoted, leaveLine, moveTrip, waitForSeats } from './traveller.ts'

/** Does one step of the plan. What it sets off goes on by itself. */
export function act(world: World, step: Step, books: Ledger): void {
  const phone = world.phone(step.phone)
  const dice = world.dice.fork(`step ${step.dice}`)
  const person = world.userOf.get(step.phone)
  if (!person) return
  world.log.add(phone.name, `${person.name}: ${step.deed}`)
  const scene: Scene = { world, phone, dice, books, person }
  if (!withPhone(scene, step.deed)) withApp(scene, step.deed)
}

/** @returns whether the deed was one that needs no open app. */
function withPhone({ world, phone, dice }: Scene, deed: Step['deed']): boolean {
  const { scheduler } = world
  const back = (ms: number): void =>
    void scheduler.after(always, ms, `${phone.name}/person`, () => phone.setOnline(true))
  switch (deed) {
    case 'offline':
      phone.setOnline(false)
      back(dice.between(1_000, 60_000))
      return true
    case 'long-offline':
      phone.setOnline(false)
      back(dice.between(600_000, 7_200_000))
      return true
    case 'online':
      phone.setOnline(true)
      return true
    case 'open-tab':
      if (phone.tabs.length < 3) phone.open()
      return true
    case 'close-tab':
      closeOne(phone, dice)
      return true
    case 'background-sync':
      backgroundSync(phone)
      return true
    default:
      return false
  }
}

const always = { name: 'person', alive: true, frozenUntil: 0 }

function closeOne(phone: Phone, dice: Dice): void {
  const { pages } = phone
  if (pages.length === 0) return void phone.open()
  phone.kill(dice.pick(pages))
}

/** The browser wakes the worker; it dies when it is done. */
function backgroundSync(phone: Phone): void {
  const worker = phone.open('worker')
  phone.act(worker, async (app) => {
    await app.drainInBackground().catch(() => undefined)
    if (worker.owner.alive) phone.kill(worker)
  })
}

function withApp(scene: Scene, deed: Step['deed']): void {
  const { phone, dice, world } = scene
  const { pages } = phone
  const tab = pages.length > 0 ? dice.pick(pages) : phone.open()
  if (deed === 'hide' || deed === 'show') return tab.browser.show(deed === 'show')
  if (deed === 'nap') {
    tab.owner.frozenUntil = world.scheduler.now + dice.between(5_000, 200_000)
    return
  }
  phone.act(tab, async () => {
    if (deed === 'change-user') return changeUser(scene, tab)
    if (!(await signedIn(scene, tab))) return
    await inApp(scene, tab, deed)
  })
}

/** Whoever the phone belongs to now signs in, if need be. */
async function signedIn({ person, world }: Scene, { app, owner }: Tab): Promise<boolean> {
  for (let tries = 0; app.useSession.getState().phase === 'starting' && tries < 100; tries += 1)
    await new Promise<void>((resolve) => void world.scheduler.after(owner, 10, 'people', resolve))
  const { person: now, needsSignIn } = app.useSession.getState()
  if (now && !needsSignIn) return true
  const { email, password } = person
  await app.signIn({ email, password })
  return app.useSession.getState().person !== null
}

async function changeUser(scene: Scene, tab: Tab): Promise<void> {
  const { world, phone, dice } = scene
  const users = world.plan.phones.find(({ name }) => name === phone.name)?.people ?? []
  const next = world.person(dice.pick(users))
  if (!(await signOut(scene, tab, dice.pick(['seal', 'seal', 'send', 'discard'])))) return
  world.userOf.set(phone.name, next)
  await tab.app.signIn({ email: next.email, password: next.password })
}

async function signOut(
  { phone, books, world }: Scene,
  { app, owner }: Tab,
  choice: 'send' | 'seal' | 'discard',
): Promise<boolean> {
  const account = app.currentStores()?.account
  if (account === undefined) return true
  world.log.add(phone.name, `sign-out: ${choice}`)
  const done = choice === 'discard' ? books.discarding(phone.name, account, owner) : () => undefined
  const { ok } = await app.signOut(choice)
  done()
  // What was asked while the queue was being deleted went with it.
  if (ok && choice !== 'seal') books.discardedAll(phone.name, account)
  return ok
}

async function inApp(scene: Scene, tab: Tab, deed: Step['deed']): Promise<void> {
  const { world, phone, dice, books } = scene
  const { app } = tab
  const { hours } = world.plan
  const ask = asker(scene, tab)
  switch (deed) {
    case 'book':
      return bookAndPay(scene, tab, paidBy(scene, someBooking(dice, world.plan)))
    case 'cancel': {
      const trip = await someTrip(app, dice)
      return trip && ask('booking.cancel', { booking: trip.booking }, trip.after)
    }
    case 'withdraw': {
      const trip = await someTrip(app, dice)
      if (trip) books.discarded(await app.withdraw(trip.booking))
      return
    }
    case 'look':
      app.follow([`departure:${departureIdAt(dice.pick(hours))}`])
      return
    case 'pick-run':
      app.follow([`manifest:${departureIdAt(dice.pick(hours))}`])
      return
    case 'check':
    case 'refresh':
      return app.syncNow()
    case 'board':
    case 'undo':
    case 'cash': {
      const fact = await someFact(app, deed, { dice, hours, now: () => phone.now(), habits: world.plan.habits })
      return fact && ask('tickets.board', fact)
    }
    case 'sign-out': {
      await signOut(scene, tab, dice.pick(['seal', 'send', 'discard']))
      return
    }
    case 'top-up':
      return topUp(scene, tab)
    case 'pay':
      return void ((await payForHold(scene, tab)) || (await bookCrowd(scene, tab)))
    case 'wallet':
      return lookAtWallet(scene, tab)
    default:
      return changeLives(scene, tab, deed)
  }
}

/** What becomes of trips after they were made. */
async function changeLives(scene: Scene, tab: Tab, deed: Step['deed']): Promise<void> {
  switch (deed) {
    case 'crowd':
      return bookCrowd(scene, tab)
    case 'cancel-quoted':
      return cancelQuoted(scene, tab)
    case 'cancel-part':
      return cancelPart(scene, tab)
    case 'move':
      return moveTrip(scene, tab)
    case 'choose':
      return answerChoice(scene, tab)
    case 'wait':
      return waitForSeats(scene, tab)
    case 'leave':
      return leaveLine(scene, tab)
    case 'delay':
      return delay(scene, tab)
    case 'swap':
      return swap(scene, tab)
    case 'stop-departure':
      return stopDeparture(scene, tab)
    case 'choices':
      return lookAtChoices(scene, tab)
    default:
      return
  }
}
