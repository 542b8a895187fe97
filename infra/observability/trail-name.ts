/** The one name of our choice: the policies of key and bucket have to say whose record they take, before it is there. */
export function trailName(stage: string): string {
  return `${stage}-calls`;
}
