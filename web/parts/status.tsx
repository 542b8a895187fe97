import { say } from '../words.ts';

const TAG: Readonly<Record<string, string>> = { deployable: 'govuk-tag--blue', notDeployable: 'govuk-tag--purple' };

/** Whether somebody may be sent to the frontline, in words and a shape: never by colour alone. */
export function StatusOf({ status, reasons, small = false }: { status: string; reasons: readonly string[]; small?: boolean }) {
  const why = reasons.length === 0 ? '' : reasons.map(say).join(', ');
  if (small)
    return (
      <>
        {say(status)}
        {why === '' ? '' : `: ${why}`}
      </>
    );
  return (
    <p class="govuk-body">
      <strong class={`govuk-tag app-tag ${TAG[status] ?? 'govuk-tag--grey'}`}>{say(status)}</strong>
      {why === '' ? '' : ` ${why}`}
    </p>
  );
}
