import type { ComponentChildren } from 'preact';

interface Props {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** What is there for who asks for it. */
export function Fold({ title, open = false, children }: Props) {
  return (
    <details class="govuk-details" open={open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{title}</span>
      </summary>
      {children}
    </details>
  );
}
