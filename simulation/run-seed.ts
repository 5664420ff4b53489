import { audit } from '../sync-server/src/audit/audit.ts'
import { Calamities } from './calamities.ts'
import { Books } from './check/books.ts'
import { Caches } from './check/caches.ts'
import { checkFacts } from './check/facts.ts'
import { History } from './check/history.ts'
import { checkAlive, checkManifests, checkShown, mostRequestsInAMinute } from './check/liveness.ts'
import { Outcomes } from './check/outcomes.ts'
import { checkAgainstWishes } from './check/seats.ts'
import { Sales } from './check/sales.ts'
import { Sends } from './check/sends.ts'
import { Settled } from './check/settled.ts'
import { checkLife, checkMorning } from './check/life.ts'
import { checkBlocked, checkPurge } from './check/purge.ts'
import { darkSpell } from './dark-spell.ts'
import { Renewals } from './check/renewals.ts'
import { Told } from './check/told.ts'
import { checkVersions } from './check/versions.ts'
import { holds, Violation } from './check/violation.ts'
import type { App } from './app/app.ts'
import { rest, sleep } from './night.ts'
import { act } from './people/act.ts'
import type { Phone, Tab } from './phone/phone.ts'
import { planOf, type Plan, type PlanOptions } from './plan.ts'
import type { MakeStore } from './server/store.ts'
import { World } from './world.ts'

export interface SeedResult {
  readonly seed: string
  /** Hash of the event log: the same for the same seed, always. */
  readonly digest: string
  readonly tasks: number
  readonly plan: Plan
  readonly lines: readonly string[]
  /** The invariant that broke, and what was seen. */
  readonly broken?: { readonly rule: string; readonly what: string }
}

/** Virtual time in which everything must come right once nothing goes wrong any more. */
const healingMs = 60_000
/** The same when nobody touches anything: the longest back-off may have to end first, and another phone's lease. */
const quietHealingMs = 430_000

/** Runs one seed from its first step to the quiet after the storm. */
export async function runSeed(seed: string, options: PlanOptions = {}, makeStore?: MakeStore): Promise<SeedResult> {
  const plan = planOf(seed, options)
  const world = new World(plan, makeStore)
  let broken: SeedResult['broken']
  let over = false
  const unhandled = (error: unknown): void => {
    // Whoever is ended in the middle of something has nobody left to hear of it.
    if (over) return
    broken ??= { rule: 'SM23', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  process.on('unhandledRejection', unhandled)
  try {
    await live(world)
  } catch (error) {
    if (error instanceof Violation) broken ??= { rule: error.rule, what: error.what }
    else broken ??= { rule: 'SM0', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    over = true
    await world.end()
    process.off('unhandledRejection', unhandled)
  }
  if (broken) world.log.add('world', `broken ${broken.rule}`)
  return {
    seed,
    digest: world.log.digest(),
    tasks: world.scheduler.steps,
    plan,
    lines: world.log.lines,
    ...(broken && { broken }),
  }
}

async function live(world: World): Promise<void> {
  const books = new Books()
  const history = new History({ misses: world.isShared })
  const caches = new Caches()
  const outcomes = new Outcomes(books)
  const sends = new Sends()
  const sales = new Sales()
  const settled = new Settled()
  const renewals = new Renewals(() => world.scheduler.now)
  const told = new Told(world.plan.rates.restore > 0)
  const requests = new Map<string, number>()
  await world.begin()
  const calamities = new Calamities(world, { books, caches, renewals, outcomes, history })
  world.watches.push({
    requested(phone, request, by) {
      sends.requested(phone, request, by)
      books.requested(request)
      outcomes.requested(phone, request)
      told.requested(phone, request)
      requests.set(phone.name, (requests.get(phone.name) ?? 0) + 1)
    },
    ended: (_, request) => sends.ended(request),
    answered(phone, request, answer) {
      books.told(request, answer)
      outcomes.answered(phone, request, answer)
      told.answered(phone, request, answer)
      renewals.answered(phone, request, answer)
    },
    committed(phone, database) {
      caches.committed(phone, database)
      books.committed(phone, database)
      settled.committed(phone, database)
      told.committed(phone, database)
    },
    deletes: checkPurge,
    blocked: checkBlocked,
    async stepped() {
      books.look(world.phones)
      told.look(world.phones)
      await calamities.stepped()
      await history.look(world.server)
      caches.look(world.phones, history)
      settled.look(world.phones, history)
    },
    restarted: () => void (world.server.committed = true),
  })
  for (const step of world.plan.steps) {
    await world.pass(step.wait)
    act(world, step, books)
    await calamities.between(step.index)
    books.checkQueues(world.phones.values())
    if (world.server.owner.alive) await checkAgainstWishes(world.server, books, told)
    if (world.server.owner.alive && !world.isShared) sales.check(world.server)
    if (!world.isShared) checkLife(world)
  }
  await world.pass(5_000)
  calamities.end()
  if (world.plan.circumstances.includes('dark-spell')) await darkSpell(world, books)
  await heal(world)
  await world.pass(world.plan.quietEnd ? quietHealingMs : healingMs)
  await rest(world)
  await checkAll(world)
  requests.clear()
  await world.pass(60_000)
  for (const [phone, many] of requests)
    holds('SM22', many <= mostRequestsInAMinute, () => `${phone} asked ${many} times in a quiet minute`)
  books.checkQueues(world.phones.values())
  checkAlive(world, history, world.poisoned)

  if (world.plan.habits.length === 0 || world.isShared) return
  await sleep(world)
  await heal(world)
  await world.pass(healingMs)
  await rest(world)
  await checkAll(world)
  checkMorning(world, books)

  async function checkAll({ server, phones }: World): Promise<void> {
    books.checkQueues(phones.values())
    await checkAgainstWishes(server, books, told)
    // After a restore queues of those who do not use their phones now hold answers that were not compared.
    await outcomes.checkStored(server, world.restored ? [] : phones.values())
    await told.check(server, phones.values(), (phone) => world.userOf.get(phone)?.account ?? '')
    for await (const { number, at, why } of audit(server.context.db.read)) holds(number, false, () => `${at} ${why}`)
    await history.look(server)
    await history.checkWhole(server)
    if (!world.isShared) {
      sales.check(server)
      checkFacts(server, books, outcomes)
    }
    checkAlive(world, history, world.poisoned)
    checkVersions(world)
    checkShown(world, (id) => outcomes.isForgotten(id))
    await checkManifests(world)
  }
}

/** Fine weather from now on: everyone is online, looks at the app, and signs in where that is asked. */
async function heal(world: World): Promise<void> {
  world.calm()
  world.startServer()
  world.log.add('fate', 'is kind from now on')
  for (const phone of world.phones.values()) {
    phone.setOnline(true)
    // Whoever sees two versions of the app loads it anew.
    if (phone.versions.habit === 'mixed' || phone.versions.habit === 'updates') phone.update()
    for (const tab of phone.tabs) world.scheduler.thaw(tab.owner)
    const tab = phone.pages[0] ?? phone.open()
    lookAgain(world, phone, tab)
  }
}

/** Whoever finds the app dead loads it anew. */
function lookAgain(world: World, phone: Phone, tab: Tab): void {
  phone.act(tab, async (app) => {
    try {
      await comeBack(world, { phone, tab, app })
    } catch (error) {
      world.log.add(phone.name, `is loaded anew: ${String(error).slice(0, 80)}`)
      phone.kill(tab)
      lookAgain(world, phone, phone.open())
    }
  })
}

/** For a while the person looks whether the app wants something. */
async function comeBack(world: World, { phone, tab, app }: { phone: Phone; tab: Tab; app: App }): Promise<void> {
  const person = world.person(world.userOf.get(phone.name)?.name ?? '')
  // A timer of a back-off may be minutes away: looking at the app again tries at once.
  if (!world.plan.quietEnd) {
    tab.browser.show(true)
    tab.browser.fire('window', 'focus')
  }
  for (let looks = 0; looks < 100; looks += 1) {
    await new Promise<void>((resolve) => void world.scheduler.after(tab.owner, 500, `${phone.name}/person`, resolve))
    const { phase, person: now, needsSignIn } = app.useSession.getState()
    if (phase === 'starting' || (now?.id === person.account && !needsSignIn)) continue
    if (now && now.id !== person.account) await app.signOut('seal')
    await app.signIn({ email: person.email, password: person.password })
  }
}
