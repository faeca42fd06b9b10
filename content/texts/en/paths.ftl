### The organisations that take part in a path.

path-at-county = Wellbeing services county
path-at-specialised = Specialised care
path-at-municipality = Municipality
path-at-school = School
path-at-rescue = Rescue department
path-at-association = Association
path-at-private = Private provider
