export interface Range {
  readonly from?: string;
  readonly to?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** The same question in both clients: one partition, optionally between two sort keys. `values` are still to be marshalled by who needs it. */
export function queryInput(TableName: string, pk: string, { from, to, newestFirst = false, limit }: Range) {
  const bounds =
    from !== undefined && to !== undefined
      ? ' AND sk BETWEEN :from AND :to'
      : from !== undefined
        ? ' AND sk >= :from'
        : to !== undefined
          ? ' AND sk <= :to'
          : '';
  return {
    TableName,
    KeyConditionExpression: `pk = :pk${bounds}`,
    values: { ':pk': pk, ...(from === undefined ? {} : { ':from': from }), ...(to === undefined ? {} : { ':to': to }) },
    ConsistentRead: true,
    ScanIndexForward: !newestFirst,
    ...(limit === undefined ? {} : { Limit: limit }),
  };
}
