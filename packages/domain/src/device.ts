/** All that is kept of a browser: enough for its owner to recognise it in a list, too little to recognise its owner. */
export const BROWSERS = ['firefox', 'chrome', 'edge', 'safari', 'samsung', 'opera', 'other'] as const;
export type BrowserCode = (typeof BROWSERS)[number];

export const SYSTEMS = ['windows', 'macos', 'linux', 'android', 'ios', 'chromeos', 'other'] as const;
export type SystemCode = (typeof SYSTEMS)[number];

/** How long a browser is remembered: as long as browsers keep a cookie at all. */
export const DEVICE_DAYS = 400;

export interface DeviceKind {
  readonly browser: BrowserCode;
  readonly system: SystemCode;
}

/** The first that fits: nearly every browser also names the ones it descends from. */
const BROWSER_MARKS: readonly (readonly [RegExp, BrowserCode])[] = [
  [/Edg(e|A|iOS)?\//, 'edge'],
  [/OPR\/|Opera/, 'opera'],
  [/SamsungBrowser\//, 'samsung'],
  [/Firefox\/|FxiOS\//, 'firefox'],
  [/Chrome\/|Chromium\/|CriOS\//, 'chrome'],
  [/Safari\//, 'safari'],
];

const SYSTEM_MARKS: readonly (readonly [RegExp, SystemCode])[] = [
  [/Android/, 'android'],
  [/iPhone|iPad|iPod/, 'ios'],
  [/CrOS/, 'chromeos'],
  [/Windows/, 'windows'],
  [/Mac OS X|Macintosh/, 'macos'],
  [/Linux|X11/, 'linux'],
];

function firstMatch<Code extends string>(marks: readonly (readonly [RegExp, Code])[], text: string): Code | 'other' {
  return marks.find(([mark]) => mark.test(text))?.[1] ?? 'other';
}

/** Its family and its system, from what a browser says of itself; what it said is not kept. */
export function deviceKindOf(userAgent: string): DeviceKind {
  const said = userAgent.slice(0, 500);
  return { browser: firstMatch(BROWSER_MARKS, said), system: firstMatch(SYSTEM_MARKS, said) };
}
