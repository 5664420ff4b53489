/**
 * Passwords that stand at the top of every published list of stolen ones are all made the same way: a word everybody
 * takes, a row of keys or digits, with a year, a few digits or a mark behind it, and letters written as digits.
 * So the words are listed, and the habits are undone before looking them up.
 */
const words = new Set(
  `password passwort parole slaptazodis contrasena motdepasse senha wachtwoord haslo heslo salasana losenord sifre
  qwerty qwertyui qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc
  iloveyou iloveu loveyou lovely loveme love princess sunshine football baseball basketball soccer hockey superman batman spiderman
  starwars pokemon minecraft fortnite naruto dragon monkey master shadow killer hunter ranger tigger charlie jordan michael michelle
  jessica jennifer ashley daniel thomas robert andrew joshua matthew anthony nicole amanda samantha alexander liverpool chelsea arsenal
  barcelona juventus realmadrid welcome welcometo letmein login admin administrator root guest user test testing tester test1234 demo default changeme
  secret whatever trustno freedom hello hellohello computer internet samsung google facebook twitter instagram youtube linkedin windows
  mustang mercedes ferrari porsche harley corvette yamaha summer winter spring autumn monday friday january december november
  purple orange yellow silver golden diamond flower butterfly chocolate cookie cheese banana pepper ginger buster bailey maggie
  abcdef abcdefg abcdefgh abcd abcabc abc aaaa access passw pass mypassword yourpassword newpassword thepassword password1password passwordpassword
  wayfare busticket buspass driver conductor passenger operator coach vilnius kaunas lietuva`.split(/\s+/),
)

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const unleet = (text: string): string => [...text].map((c) => leet[c] ?? c).join('')

const rows = [
  '01234567890123456789',
  '09876543210987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
]

/** Whether guessers try this password among their first. `about`: words of the account, such as the email address. */
export function isCommonPassword(password: string, about: readonly string[] = []): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  if (new Set(text).size <= 2 || isRow(bare) || isRepeated(bare) || /^\d{1,8}$/.test(bare)) return true
  const own = about.map((word) => word.toLowerCase()).filter((word) => word.length > 2)
  return stems(text).some((stem) => words.has(stem) || own.includes(stem))
}

/** The password without up to four characters of decoration at its ends, as written and with digits read as letters. */
function stems(text: string): string[] {
  const cut = [
    text,
    text.replace(/[^\p{L}]{1,5}$/u, ''),
    text.replace(/^[^\p{L}]{1,5}/u, ''),
    text.replace(/^[^\p{L}]{1,4}|[^\p{L}]{1,5}$/gu, ''),
  ]
  return cut.flatMap((stem) => [stem, unleet(stem), stem.replace(/[\s._-]+/g, '')])
}

const isRow = (text: string): boolean => text.length >= 4 && rows.some((row) => row.includes(text))

/** `12341234`, `abcabcabc`. */
const isRepeated = (text: string): boolean => /^(.{1,4})\1+$/u.test(text)
