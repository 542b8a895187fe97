import { useEffect, useState } from 'preact/hooks';

/** How somebody likes to read; kept in this browser alone, and nothing personal in it. The first option is the usual one. */
export const SETTINGS = {
  first: { title: 'What comes first', options: { charts: 'Charts first', numbers: 'Numbers first, in tables' } },
  density: { title: 'Space', options: { roomy: 'Roomy', dense: 'Dense: more on a screen' } },
  ground: { title: 'Background', options: { white: 'White', tinted: 'Tinted: less glare' } },
  motion: { title: 'Motion', options: { system: 'As this device is set', none: 'None' } },
} as const;
export type SettingName = keyof typeof SETTINGS;
export type Settings = Readonly<Record<SettingName, string>>;

const PLACE = 'settings';
const CHANGED = 'settings';

function optionsOf(name: SettingName): string[] {
  return Object.keys(SETTINGS[name].options);
}

/** Of a browser that keeps nothing: they hold until the page is left. */
let unkept: Settings | null = null;

/** What is kept; whatever is none of the options is the usual one. */
export function readSettings(): Settings {
  if (unkept !== null) return unkept;
  let kept: Partial<Record<string, unknown>> = {};
  try {
    kept = (JSON.parse(localStorage.getItem(PLACE) ?? '{}') ?? {}) as typeof kept;
  } catch {
    // A browser that keeps nothing, or something that is not ours: the usual settings.
  }
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(
    names.map((name) => [name, optionsOf(name).find((option) => option === kept[name]) ?? optionsOf(name)[0]]),
  ) as Settings;
}

/** Styles follow the settings by attributes of the document. */
export function applySettings(settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) document.documentElement.dataset[name] = value;
}

export function changeSetting(name: SettingName, option: string): void {
  const settings = { ...readSettings(), [name]: option };
  try {
    localStorage.setItem(PLACE, JSON.stringify(settings));
  } catch {
    unkept = settings;
  }
  applySettings(settings);
  window.dispatchEvent(new CustomEvent(CHANGED, { detail: settings }));
}

export function useSettings(): Settings {
  const [settings, set] = useState(readSettings);
  useEffect(() => {
    const changed = (event: Event) => set((event as CustomEvent<Settings>).detail);
    window.addEventListener(CHANGED, changed);
    return () => window.removeEventListener(CHANGED, changed);
  }, []);
  return settings;
}
