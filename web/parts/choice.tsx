import { type Address, withQuery } from '../router.ts';

interface Props {
  readonly address: Address;
  /** What is chosen, for who hears the page. */
  readonly label: string;
  /** Of the address. */
  readonly parameter: string;
  readonly chosen: string;
  readonly options: readonly string[];
  readonly text: (option: string) => string;
  /** Before the options, for who sees them. */
  readonly lead?: string;
}

/** One of several values of the address, as links: back, reload and a link to a colleague show the same. */
export function Choice({ address, label, parameter, chosen, options, text, lead }: Props) {
  return (
    <nav class="govuk-body-s app-range" aria-label={label}>
      {lead}{' '}
      {options.map((option) => (
        <a key={option} href={withQuery(address, { [parameter]: option })} aria-current={option === chosen ? 'true' : undefined}>
          {text(option)}
        </a>
      ))}
    </nav>
  );
}
