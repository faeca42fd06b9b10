### The organisations that take part in a path.

path-at-county = Välfärdsområdet
path-at-specialised = Specialiserad sjukvård
path-at-municipality = Kommunen
path-at-school = Skolan
path-at-rescue = Räddningsverket
path-at-association = Organisation
path-at-private = Privat serviceproducent
