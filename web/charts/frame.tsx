import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  /** States the finding. */
  readonly title: string;
  /** Measure, unit and period. */
  readonly subtitle: string;
  /** Drawn for a width in pixels. */
  readonly children: (width: number) => ComponentChildren;
}

/** What every chart says of itself. It is drawn anew when its place changes, so that text keeps its size. */
export function ChartFrame({ title, subtitle, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  const [width, set] = useState(320);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => set(Math.max(200, Math.floor(entry?.contentRect.width ?? 320))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <figure class="app-chart" ref={frame}>
      <figcaption>
        <strong class="govuk-body app-chart__title">{title}</strong>
        <span class="govuk-body-s app-chart__subtitle">{subtitle}</span>
      </figcaption>
      {children(width)}
    </figure>
  );
}
