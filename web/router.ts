import { useEffect, useState } from 'preact/hooks';

/** All state of a page is in its address. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

const here = (): Address => ({ path: location.pathname, query: new URLSearchParams(location.search) });
const MOVED = 'moved';

export function go(url: string): void {
  history.pushState(null, '', url);
  window.dispatchEvent(new Event(MOVED));
}

export function useAddress(): Address {
  const [address, set] = useState(here);
  useEffect(() => {
    const moved = () => set(here());
    const clicked = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link === null || link.origin !== location.origin || link.hasAttribute('download') || link.hash !== '') return;
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(link.href);
    };
    window.addEventListener('popstate', moved);
    window.addEventListener(MOVED, moved);
    document.addEventListener('click', clicked);
    return () => {
      window.removeEventListener('popstate', moved);
      window.removeEventListener(MOVED, moved);
      document.removeEventListener('click', clicked);
    };
  }, []);
  return address;
}

/** The address with some parameters changed; null takes one away. */
export function withQuery({ path, query }: Address, change: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next.size === 0 ? path : `${path}?${next}`;
}
