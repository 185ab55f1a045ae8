import classes from "./Parts.module.css";

interface TableProps {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A table in a text. On a phone every row becomes a paragraph, whose parts say which column they are. */
export function Table({ head, rows }: TableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join()}>
            {row.map((text, column) => (
              <td key={head[column]} data-column={head[column]}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
