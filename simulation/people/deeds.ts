import type { Habit } from '../habits.ts'

/** What people do with their phones, as often as they are listed. */
export const passengerDeeds = ['book', 'book', 'book', 'book', 'cancel', 'cancel', 'look', 'refresh', 'withdraw', 'check'] as const // prettier-ignore
export const conductorDeeds = ['pick-run', 'board', 'board', 'board', 'board', 'undo', 'cash', 'book', 'refresh'] as const // prettier-ignore
export const operatorDeeds = ['look', 'refresh', 'book', 'look'] as const
export const phoneDeeds = ['offline', 'offline', 'online', 'online', 'long-offline', 'close-tab', 'open-tab', 'open-tab', 'hide', 'show', 'sign-out', 'change-user', 'background-sync', 'nap'] as const // prettier-ignore

/** What they do besides, by the habit it belongs to. */
export const lifeDeeds = {
  passenger: [
    ['top-up', 'money'],
    ['top-up', 'money'],
    ['top-up', 'money'],
    ['pay', 'money'],
    ['pay', 'money'],
    ['pay', 'money'],
    ['wallet', 'money'],
    ['crowd', 'changes'],
    ['crowd', 'changes'],
    ['crowd', 'changes'],
    ['crowd', 'changes'],
    ['cancel-quoted', 'changes'],
    ['cancel-quoted', 'changes'],
    ['cancel-part', 'changes'],
    ['cancel-part', 'changes'],
    ['move', 'changes'],
    ['move', 'changes'],
    ['move', 'changes'],
    ['wait', 'changes'],
    ['wait', 'changes'],
    ['wait', 'changes'],
    ['leave', 'changes'],
    ['choose', 'disruptions'],
    ['choose', 'disruptions'],
    ['choose', 'disruptions'],
  ],
  conductor: [],
  operator: [
    ['delay', 'disruptions'],
    ['delay', 'disruptions'],
    ['swap', 'disruptions'],
    ['swap', 'disruptions'],
    ['stop-departure', 'disruptions'],
    ['choices', 'disruptions'],
  ],
} as const satisfies Record<string, readonly (readonly [string, Habit])[]>

export type LifeDeed = (typeof lifeDeeds)[keyof typeof lifeDeeds][number][0]
export type DeedName =
  | (typeof passengerDeeds)[number]
  | (typeof conductorDeeds)[number]
  | (typeof operatorDeeds)[number]
  | (typeof phoneDeeds)[number]
  | LifeDeed
