### The organisations that take part in a path.

path-at-county = Hyvinvointialue
path-at-specialised = Erikoissairaanhoito
path-at-municipality = Kunta
path-at-school = Koulu
path-at-rescue = Pelastuslaitos
path-at-association = Järjestö
path-at-private = Yksityinen palveluntuottaja
