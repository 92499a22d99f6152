/**
 * Who is named in a tracker's cells: roles and organisations, never people.
 *
 * A cell often says `Party (Person or Team)`; what stands in the brackets is no part of the party's name,
 * unless the whole is one of its aliases.
 */

/** An organisation, body or role. `aliases` are other ways to write it; the first name is the one to use. */
export interface Party {
  readonly party: string;
  readonly aliases: readonly string[];
}

/** The programme's bodies, the central parties and the constituencies of the industry. */
export const defaultParties: readonly Party[] = [
  { party: 'Programme', aliases: ['MHHS Programme', 'The Programme', 'MHHSP'] },
  {
    party: 'PMO',
    aliases: ['Programme (PMO)', 'Programme PMO', 'MHHS PMO', 'Secretariat', 'Programme (Secretariat)'],
  },
  { party: 'Chair', aliases: ['DAG Chair', 'Chair of DAG', 'The Chair'] },
  { party: 'SRO', aliases: ['Senior Responsible Owner', 'Programme SRO', 'Programme (SRO)'] },
  { party: 'SI', aliases: ['System Integrator', 'Systems Integrator', 'Programme (SI)'] },
  { party: 'PPC', aliases: ['Programme Party Coordinator', 'Programme Party Co-ordinator'] },
  { party: 'IPA', aliases: ['Independent Programme Assurance'] },
  { party: 'DAG', aliases: ['Design Advisory Group'] },
  { party: 'DAG members', aliases: ['DAG member', 'Members of DAG', 'All DAG members'] },
  { party: 'CCAG', aliases: ['Cross-Code Advisory Group', 'Cross Code Advisory Group'] },
  { party: 'CCAG Chair', aliases: ['Chair of CCAG'] },
  { party: 'CDWG', aliases: ['Code Draft Working Group', 'Code Drafting Working Group'] },
  { party: 'TMAG', aliases: ['Testing and Migration Advisory Group', 'Testing & Migration Advisory Group'] },
  { party: 'TMAG Chair', aliases: ['Chair of TMAG'] },
  { party: 'PSG', aliases: ['Programme Steering Group'] },
  {
    party: 'BPRWG',
    aliases: [
      'Business Processes and Requirements Working Group',
      'Business Process and Requirements Working Group',
    ],
  },
  { party: 'TDWG', aliases: ['Technical Design Working Group'] },
  { party: 'SDWG', aliases: ['Security Design Working Group'] },
  { party: 'Ofgem', aliases: ['The Regulator', 'GEMA'] },
  { party: 'DESNZ', aliases: ['BEIS', 'Department for Energy Security and Net Zero'] },
  { party: 'Elexon', aliases: ['BSCCo', 'Elexon (Helix)', 'Elexon Helix'] },
  { party: 'DCC', aliases: ['Data Communications Company', 'Smart DCC', 'Smart DCC Ltd'] },
  { party: 'RECCo', aliases: ['Retail Energy Code Company', 'REC Co'] },
  { party: 'SECAS', aliases: ['SEC Administrator'] },
  { party: 'SEC parties', aliases: ['SEC Party', 'Smart Energy Code parties'] },
  { party: 'Code bodies', aliases: ['Code Body', 'Code Administrators'] },
  { party: 'St Clements', aliases: ['St Clements Services', 'SCS'] },
  { party: 'ElectraLink', aliases: ['Electralink Ltd'] },
  { party: 'National Grid ESO', aliases: ['ESO', 'NGESO', 'System Operator'] },
  { party: 'DIP provider', aliases: ['DIP', 'Data Integration Platform provider', 'DIP Service Provider'] },
  { party: 'Suppliers', aliases: ['Supplier', 'Energy Suppliers', 'All suppliers'] },
  { party: 'Large Suppliers', aliases: ['Large Supplier', 'Large Suppliers constituency'] },
  { party: 'Medium Suppliers', aliases: ['Medium Supplier', 'Medium Suppliers constituency'] },
  { party: 'Small Suppliers', aliases: ['Small Supplier', 'Small Suppliers constituency'] },
  { party: 'I&C Suppliers', aliases: ['I&C Supplier', 'Industrial and Commercial Suppliers', 'I&C'] },
  { party: 'Supplier Agents', aliases: ['Supplier Agent', 'Agents', 'Supplier Agents (Independent)'] },
  { party: 'DNOs', aliases: ['DNO', 'Distribution Network Operators', 'Distributors'] },
  { party: 'iDNOs', aliases: ['iDNO', 'Independent Distribution Network Operators'] },
  { party: 'Consumer representative', aliases: ['Citizens Advice', 'Consumer', 'Consumer representatives'] },
];
