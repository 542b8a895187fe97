type Attribute = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Attribute>>;
interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

export function partitionKeyOf({ KeySchema }: Readonly<Record<string, unknown>>): string {
  const keys = KeySchema as readonly { AttributeName: string; KeyType: string }[];
  return keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

/** The partition keys of one table that a request names, as conditions on `dynamodb:LeadingKeys` see them. */
export function leadingKeys(input: Readonly<Record<string, unknown>>, table: string, partitionKey: string): string[] {
  return itemsOf(input, table)
    .flatMap((item) => textOf(item[partitionKey]))
    .concat(queriedKey(input, partitionKey));
}

function itemsOf({ Item: item, Key: key, RequestItems: requests }: Readonly<Record<string, unknown>>, table: string): Item[] {
  const single = [item, key].filter((one) => one !== undefined) as Item[];
  const of = (requests as Readonly<Record<string, readonly WriteRequest[] | { Keys: Item[] }>> | undefined)?.[table];
  if (of === undefined) return single;
  if ('Keys' in of) return of.Keys;
  return of.flatMap(({ PutRequest: put, DeleteRequest: removal }) =>
    [put?.Item, removal?.Key].filter((one) => one !== undefined),
  );
}

function queriedKey(
  { KeyConditionExpression: expression, ExpressionAttributeValues: values }: Readonly<Record<string, unknown>>,
  partitionKey: string,
): string[] {
  const [, name = ''] = new RegExp(`\\b${partitionKey}\\s*=\\s*(:\\w+)`).exec(String(expression ?? '')) ?? [];
  return textOf((values as Item | undefined)?.[name]);
}

/** Text and numbers are keys; bytes are not among ours. */
function textOf(attribute: Attribute | undefined): string[] {
  const value = attribute?.S ?? attribute?.N;
  return value === undefined ? [] : [String(value)];
}
