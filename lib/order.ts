type Key<T> = (value: T) => string | number;

/** Compares by each key in turn, by code unit or size: never by locale, which differs between machines. */
export function by<T>(...keys: readonly Key<T>[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
}
