"""A facility file in which nothing is wrong."""

GOOD = """
format: constancia-facility/1
facility: {code: F7, name: Centro Siete, zone: America/El_Salvador, authority: Dirección General}
effective: 2026-03-01
source: Acta de obras 14
modules:
  - code: M1
    name: Módulo 1
    sex: M
    age: adult
    health_care: yes
    landings:
      - code: A
        cells:
          - {from: 1, to: 3, beds: {from: 1, to: 2}, capacities: {working: 2, maximum: 3},
             measures: {gross_m2: 12.50, sanitary_m2: 2, toilets: 1, window_reads: yes, window_opens: no}}
          - {code: S1, purpose: isolation, measured_by: Arq. Rosales, measures: {bunks: 1}}
claims: [{what: Capacity, value: 20 000, said_by: Government, reference: Tico Times}]
"""
