"""Words in British and in American spelling, for the two places that know both."""

BRITISH = [
    ("oedema", "edema"),
    ("oesophagus", "esophagus"),
    ("paediatrician", "pediatrician"),
    ("tumour", "tumor"),
    ("tumours", "tumors"),
    ("coloured", "colored"),
    ("haemorrhage", "hemorrhage"),
    ("anaemia", "anemia"),
    ("diarrhoea", "diarrhea"),
    ("faeces", "feces"),
    ("anaesthetic", "anesthetic"),
    ("moisturiser", "moisturizer"),
    ("immunisation", "immunization"),
    ("analysed", "analyzed"),
    ("fibre", "fiber"),
    ("centres", "centers"),
]
